# SPDX-License-Identifier: EUPL-1.2
"""`newsreel worker` whose children are brief: the real command, the real queue, the real producer.

Where NEWSREEL_TEST_DIARY is set, each stage that is really made is written there, with the worker's and the child's number.
"""

import sys

from pipeline import cli, commands_fleet

if __name__ == "__main__":
    commands_fleet.PRELOAD[:] = ["tests.fleet.stubs"]
    sys.exit(cli.main(sys.argv[1:]))
