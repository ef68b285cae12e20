"""Everything done with a model: runs, sweeps, studies, figures, reports, and the command line."""
