"""Sweeps: a spec becomes a design, a plan, runs for workers, and a store that loses none."""
