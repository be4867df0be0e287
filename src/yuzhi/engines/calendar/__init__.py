"""Working days by the yearly notices, and the last days of limits."""

from yuzhi.engines.calendar.days import Calendar, CalendarFault, CalendarGap, Notice
from yuzhi.engines.calendar.expected import Due, dues, months_between, workdays_late
from yuzhi.engines.calendar.limits import due, extended, presumed_service
from yuzhi.engines.calendar.loading import load

__all__ = [
    "Calendar", "CalendarFault", "CalendarGap", "Due", "Notice", "due", "dues", "extended", "load", "months_between", "presumed_service",
    "workdays_late",
]
