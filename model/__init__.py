"""The market: `from model import Market, load_scenario`."""

import gc

_collecting = gc.isenabled()
gc.disable()  # what is loaded stays: looking for garbage in it costs a quarter of the start

from model.market import Market as Market  # noqa: E402
from model.market import load_scenario as load_scenario  # noqa: E402

gc.freeze()
if _collecting:
    gc.enable()
