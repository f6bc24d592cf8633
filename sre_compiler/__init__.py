"""sre-compile: objectives, alerts, severities and on-call in YAML, compiled for the systems that run them."""

__version__ = "0.1.0"
