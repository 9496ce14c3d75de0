"""Some tests have a long form: TALKOO_TEST_ALL=1, as in ``.ci/run``, asks for all of it."""

import os

IS_LONG = bool(os.environ.get("TALKOO_TEST_ALL"))
