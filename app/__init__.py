"""The browser: watch the market, turn its knobs, compare two runs."""
