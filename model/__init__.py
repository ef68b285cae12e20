"""The market: `from model import Market, load_scenario`."""

from model.market import Market as Market
from model.market import load_scenario as load_scenario
