from tests.cast import *  # noqa
