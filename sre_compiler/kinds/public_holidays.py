"""`PublicHolidays`: the holidays of countries, looked up once and kept, so that a build needs no library and no clock."""

from typing import Annotated, Literal

from pydantic import Field

from sre_compiler.kinds.document import Document
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.quantities import Year
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe
from sre_compiler.kinds.texts import Country, Subdivision, Text
from sre_compiler.kinds.times import Date


class Region(Model):
    """A country or a part of it, and its holidays in some years."""

    country: Country = Field(description="The country, by its two letters of ISO 3166.")
    subdivision: Maybe[Subdivision] = Field(None, description="The part of the country, by its code of ISO 3166-2.")
    years: Annotated[tuple[Year, ...], NOT_EMPTY, Distinct()] = Field(description="The years that are known.")
    days: dict[Date, Text] = Field(description="The holidays of these years: the date, and what it is called.")


class PublicHolidaysSpec(Model):
    """Holidays by region."""

    regions: Annotated[tuple[Region, ...], NOT_EMPTY] = Field(description="The regions.")


class PublicHolidays(Document):
    """The holidays of countries, as they were looked up; calendars name the country."""

    kind: Literal["PublicHolidays"] = Field(description="The kind of this document.")
    spec: PublicHolidaysSpec = Field(description="Holidays by region.")
