/** English words of holiday calendars of other countries, and of schedules in the form of a step. */

export const en = {
  "country.new": "Calendar of a country",
  "country.open": "From a country",
  "country.dialog": "Public holidays of a country",
  "country.country": "Country or region",
  "country.help": "For China, paste the State Council's notice into the calendar instead.",
  "country.part": "State, province or city",
  "country.whole": "The whole country",
  "country.names": "Names of the holidays in",
  "country.show": "Show the days",
  "country.take": "Take over and save",
  "country.source": "Source: {{source}}",
  "country.provisional":
    "Some days of a provisional year are estimates, or the government has not announced them yet. Check them when they are out.",
  "country.changes": "{{n}} days change:",
  "country.same": "The calendar has these days already.",
  "country.title": "{{name}} public holidays",
  "form.rule": "Rule of the schedule",
  "form.addRule": "Add a rule",
  "form.ruleGone": "no such rule",
  "form.noSchedule": "Choose a schedule first.",
  "form.rulesDone": "Every rule has an exit.",
  "form.callSchedule": "The one that chose this call's flow",
  "form.removeRule": "Remove {{rule}}",
};
