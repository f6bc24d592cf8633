"""Tests import each other's parts from here: `from tests.promtool_case import evaluate`."""
