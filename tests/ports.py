"""A port nobody listens on."""

import socket


def free_port() -> int:
    """Return one the system gave a moment ago and nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
