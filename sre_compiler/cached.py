"""Properties that are worked out when somebody first asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class cached_property(Generic[Value]):  # noqa: N801 - it stands in for that of functools
    """As `functools.cached_property`, for an object with a `__dict__`, without the lock that it takes until Python 3.12.

    A run asks for tens of thousands of them, each once.
    """

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self.work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    def __get__(self, one: Any, owner: type[Any]) -> Value:
        value = one.__dict__[self.name] = self.work(one)
        return value
