"""`python -m korzo.project.cli`, which is how `korzo up` starts its parts."""

import sys

from korzo.project.cli import main

sys.exit(main())
