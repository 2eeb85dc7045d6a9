"""What can be done with groups and by their people."""

from korzo.groups.actions.ask import accept_request, ask_to_join, decline_request, take_back_request
from korzo.groups.actions.come_and_go import add_member, join_group, leave_group, remove_member
from korzo.groups.actions.forget import forget_member
from korzo.groups.actions.keepers import free_keeper, name_keeper
from korzo.groups.actions.keeping import Face, Ways, describe_group, end_group, open_group, set_ways, show_picture

__all__ = [
    "Face",
    "Ways",
    "accept_request",
    "add_member",
    "ask_to_join",
    "decline_request",
    "describe_group",
    "end_group",
    "forget_member",
    "free_keeper",
    "join_group",
    "leave_group",
    "name_keeper",
    "open_group",
    "remove_member",
    "set_ways",
    "show_picture",
    "take_back_request",
]
