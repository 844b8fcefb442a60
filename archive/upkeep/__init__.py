"""Whether the archive is in order: what a monitor, a page of the desk and a command all show.

``readiness`` tries whether it can serve now; ``facts`` says how it is; ``alarms`` what somebody has to do something about, silence
above all; ``exposition`` writes the facts for Prometheus.
"""
