"""Speaks to an ALaaS server: choose what to label, let people label it, and know when to stop."""

from .client import Client
from .errors import AlaasError

__all__ = ["AlaasError", "Client"]
