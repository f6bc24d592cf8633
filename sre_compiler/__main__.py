"""`python -m sre_compiler` is `sre-compile`."""

from sre_compiler.cli.main import main

if __name__ == "__main__":
    main()
