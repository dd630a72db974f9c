"""The command line `laurel`."""

from console.cli.app import main

__all__ = ["main"]
