"""An option of a check: declared once, beside the check, and read and described with the types of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Struct
from pydantic import Field, create_model

from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import LabelName, Word
from sre_compiler.kinds.quantities import duration_between, share_between, whole
from sre_compiler.kinds.shapes import Distinct
from sre_compiler.kinds.times import Day, TimeOfDay
from sre_compiler.units import Duration, Percent

Value = TypeVar("Value")


class Option(Struct, Generic[Value], frozen=True, eq=False):
    """What a project may choose for a check; `default` holds where it chooses nothing.

    `about` is one sentence, and `wanted` completes "must be …". `form` makes the type of the value when somebody asks for it.
    """

    name: str
    default: Value
    about: str
    wanted: str
    form: Callable[[], Any]

    def written(self) -> str:
        """The default in YAML."""
        if isinstance(self.default, tuple):
            return f"[{', '.join(map(str, self.default))}]"
        return f'"{self.default}"' if isinstance(self.default, str) else str(self.default)


def count(name: str, default: int, about: str, *, least: int, most: int) -> Option[int]:
    """A whole number in a range, both ends included."""
    wanted = f"a whole number from {least} to {most}"
    return Option(name, default, about, wanted, lambda: Annotated[int, whole(least, most, str(default))])


def duration(name: str, default: str, about: str, *, least: str, most: str) -> Option[Duration]:
    """A duration in a range, both ends included."""
    ends = Duration.parse(least), Duration.parse(most)
    wanted = f"a duration from {ends[0]} to {ends[1]}"
    form = lambda: Annotated[Duration, duration_between(*ends, default)]  # noqa: E731 - made when asked for, as all are
    return Option(name, Duration.parse(default), about, wanted, form)


def share(name: str, default: str, about: str, *, least: str, most: str) -> Option[Percent]:
    """A percentage in a range, both ends included."""
    ends = Percent.parse(least), Percent.parse(most)
    wanted = f"a percentage from {ends[0]} to {ends[1]}"
    form = lambda: Annotated[Percent, share_between(*ends, default)]  # noqa: E731 - as above
    return Option(name, Percent.parse(default), about, wanted, form)


def time_of_day(name: str, default: str, about: str) -> Option[str]:
    """A time of day."""
    return Option(name, default, about, "a time of day", lambda: TimeOfDay)


def labels(name: str, default: tuple[str, ...], about: str) -> Option[tuple[str, ...]]:
    """Names of labels, each once; none at all are a choice too, as for all lists."""
    return Option(name, default, about, "a list of labels", lambda: Annotated[tuple[LabelName, ...], Distinct()])


def words(name: str, default: tuple[str, ...], about: str) -> Option[tuple[str, ...]]:
    """Words in small letters."""
    return Option(name, default, about, "a list of words", lambda: Annotated[tuple[Word, ...], Distinct()])


def days(name: str, default: tuple[str, ...], about: str) -> Option[tuple[str, ...]]:
    """Days of the week."""
    return Option(name, default, about, "a list of days", lambda: Annotated[tuple[Day, ...], Distinct()])


def model_of(check: str, options: Sequence[Option[Any]]) -> type[Model]:
    """The mapping that a project writes below the name of a check."""
    fields: dict[str, Any] = {
        one.name: (one.form(), Field(None, description=one.about, json_schema_extra=_default(one))) for one in options
    }
    return create_model(check, __base__=Model, __doc__=f"The options of `{check}`.", **fields)


def model_of_all(declared: Mapping[str, Sequence[Option[Any]]]) -> type[Model]:
    """The mapping of all checks that have options."""
    fields: dict[str, Any] = {
        check.replace("-", "_"): (model, Field(None, alias=check, description=model.__doc__))
        for check, model in ((check, model_of(check, options)) for check, options in declared.items())
    }
    return create_model("LintOptions", __base__=Model, __doc__="The options of checks, by their findings.", **fields)


def _default(option: Option[Any]) -> dict[str, Any]:
    """For an editor; `read_options` leaves it to `Setting.option`."""
    default = option.default
    if isinstance(default, tuple):
        return {"default": [*default]}
    return {"default": default if isinstance(default, int) else str(default)}
