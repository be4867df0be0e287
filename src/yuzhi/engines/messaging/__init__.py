"""Ports through which a message leaves the platform, and how long to wait before one is tried again."""

from yuzhi.engines.messaging.configuring import Channels, channels
from yuzhi.engines.messaging.port import Envelope, Outcome, Port, pause

__all__ = ["Channels", "Envelope", "Outcome", "Port", "channels", "pause"]
