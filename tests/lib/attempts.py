"""Tests whose subject is time, on a machine that may be busy."""
# SPDX-License-Identifier: MIT
import functools

ATTEMPTS = 6


def best_of_some(attempt):
    """One good attempt is enough, of a test or a part of it.

    A fault of ours shows each time; what something else does to this machine
    does not. For what depends on speed alone: nothing else may fail now and
    then.
    """
    @functools.wraps(attempt)
    def try_again(*arguments, **named):
        for left in reversed(range(ATTEMPTS)):
            try:
                return attempt(*arguments, **named)
            except AssertionError as error:
                if not left:
                    raise
                print(f"once more: {error}")
    return try_again
