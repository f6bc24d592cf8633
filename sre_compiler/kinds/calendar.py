"""`Calendar`: office hours and holidays."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from sre_compiler.kinds import problems
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe
from sre_compiler.kinds.texts import Country, Subdivision
from sre_compiler.kinds.times import Date, Day, EndOfHours, TimeOfDay, Zone


class Hours(Model):
    """Opening hours of some days of the week, in the calendar's zone."""

    days: Annotated[tuple[Day, ...], NOT_EMPTY, Distinct()] = Field(description="The days on which they begin.")
    from_: TimeOfDay = Field(description="When they begin.")
    to: EndOfHours = Field(description="When they end; before `from` means on the next day.")

    def faults(self) -> list[Fault]:
        """Hours that end when they begin could be none or all day."""
        if self.from_ != self.to:
            return []
        limits, advice = "another time than `from`", 'for a whole day write `from: "00:00"` and `to: "24:00"`'
        return [lambda place: problems.out_of_range(place.at("to"), self.to, limits, advice)]


class Holidays(Model):
    """Days on which the office is closed; those of a country are resolved into a lock file by a command."""

    country: Maybe[Country] = Field(None, description="The country, by its two letters of ISO 3166.")
    subdivision: Maybe[Subdivision] = Field(None, description="The part of the country, by its code of ISO 3166-2.")
    extra: Annotated[tuple[Date, ...], Distinct()] = Field((), description="Further days.")

    model_config = ConfigDict(json_schema_extra={"dependencies": {"subdivision": ["country"]}})

    def faults(self) -> list[Fault]:
        """A subdivision is one of a country."""
        if self.subdivision is None or self.country is not None:
            return []
        return [lambda place: problems.missing_key(place, {"country": "DE"})]


class CalendarSpec(Model):
    """Office hours."""

    timezone: Zone = Field(description="The zone of all times of day.")
    hours: Annotated[tuple[Hours, ...], NOT_EMPTY] = Field(description="When the office is open.")
    holidays: Maybe[Holidays] = Field(None, description="When it is closed all the same.")


class Calendar(Document):
    """The office hours of a place."""

    noun: ClassVar[str] = "calendar"
    kind: Literal["Calendar"] = Field(description="The kind of this document.")
    spec: CalendarSpec = Field(description="Office hours.")
