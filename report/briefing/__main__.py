"""Let ``python -m briefing`` do what the command ``briefing`` does."""

from briefing.cli import main

if __name__ == "__main__":
    main()
