"""One module for each command that asks about a build; `briefing.cli` gathers them."""
