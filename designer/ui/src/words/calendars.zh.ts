/** Chinese words of holiday calendars of other countries. */

export const zh = {
  "country.new": "其他国家的节假日历",
  "country.open": "按国家获取",
  "country.dialog": "某国的公共节假日",
  "country.country": "国家或地区",
  "country.help": "中国的节假日请在节假日历中粘贴国务院的放假通知。",
  "country.part": "州、省或城市",
  "country.whole": "全国",
  "country.names": "节假日名称的语言",
  "country.show": "查看日期",
  "country.take": "采用并保存",
  "country.source": "来源：{{source}}",
  "country.provisional": "暂定年份中有些日期是估算的，或政府尚未公布，公布后请核对。",
  "country.changes": "有 {{n}} 天变化：",
  "country.same": "日历中已有这些日期。",
  "country.title": "{{name}}公共节假日",
};
