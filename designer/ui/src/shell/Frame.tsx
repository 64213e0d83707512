/** The bar on top of every page but the flow editor: where one can go, the emergency switch, language and look. */

import { AudioLines, CalendarClock, Phone, PhoneIncoming, Stethoscope, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import { EmergencySwitch } from "../emergency/EmergencySwitch";
import { useWords } from "../words/words";
import { LookSwitches } from "./LookSwitches";

export type Page = "flows" | "prompts" | "schedules" | "hotlines" | "monitor" | "doctor";

const PAGES = [
  { page: "flows", href: "#/", icon: Workflow },
  { page: "prompts", href: "#/prompts", icon: AudioLines },
  { page: "schedules", href: "#/schedules", icon: CalendarClock },
  { page: "hotlines", href: "#/hotlines", icon: Phone },
  { page: "monitor", href: "#/monitor", icon: PhoneIncoming },
  { page: "doctor", href: "#/doctor", icon: Stethoscope },
] as const;

export function Frame({ page, children }: { page: Page; children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="home">
      <header className="home-bar">
        <span className="brand">Dialoom</span>
        <nav className="pages" aria-label={t("nav.name")}>
          {PAGES.map(({ page: one, href, icon: Icon }) => (
            <a key={one} href={href} aria-current={one === page ? "page" : undefined}>
              <Icon size={14} aria-hidden /> {t(`nav.${one}`)}
            </a>
          ))}
        </nav>
        <span className="grow" />
        <EmergencySwitch />
        <LookSwitches />
      </header>
      {children}
    </div>
  );
}
