"""How fast Engage is: each part measured beside a named peer or limit, in one run."""
