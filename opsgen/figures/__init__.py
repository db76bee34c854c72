"""Numbers to pictures: each function takes frozen values and returns one SVG text for site and paper."""
