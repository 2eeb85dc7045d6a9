"""The checks that a text passes before it is shown: pure where they can be, each in a file of its own.

None of them reaches the network, and none deletes: what they find is a reason for a person to look.
"""
