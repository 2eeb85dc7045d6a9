"""All that can be done here: bring a community in, take it out again, write it all down."""

from korzo.exchange.actions.bring_in import bring_in
from korzo.exchange.actions.carry_out import ask_export, carry_out, delete_export, export_to, note_download
from korzo.exchange.actions.forget_member import forget_member
from korzo.exchange.actions.receive import begin, discard, look, receive_file, receive_redis, receive_upload
from korzo.exchange.actions.undo import begin_undo, undo

__all__ = [
    "ask_export",
    "begin",
    "begin_undo",
    "bring_in",
    "carry_out",
    "delete_export",
    "discard",
    "export_to",
    "forget_member",
    "look",
    "note_download",
    "receive_file",
    "receive_redis",
    "receive_upload",
    "undo",
]
