"""What people need to take part, told beside a yes or a no: "yes but I can't do stairs"."""

NEEDS = frozenset(
    {
        "step_free",
        "transport",
        "travel_cost",
        "childcare",
        "companion",
        "interpreter",
        "hearing",
        "sight",
        "dietary",
        "pet",
        "quiet_space",
        "online",
        "time",
        "other",
    }
)
"""Every need by name; `time` covers clashes and finish times, `other` any not listed."""
