"""iCalendar files as other programs write them."""


def ics(*events, zone="Asia/Shanghai", more=""):
    """Write a file as another program would."""
    body = "".join(
        f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT\n" for number, event in enumerate(events)
    )
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-TIMEZONE:{zone}\n"
    return f"{head}{more}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()
