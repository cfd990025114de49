"""`python -m pipeline` is `releve`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
