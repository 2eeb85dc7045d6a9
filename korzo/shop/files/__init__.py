"""Reads the files a shop exports: `read(folder)` knows them, `check()` proves them, then records flow one by one."""

from korzo.shop.files.folder import Fault, KnownFile, Report, ShopFiles, read
from korzo.shop.files.records import FileRefused, Rejected, Terms

__all__ = ["Fault", "FileRefused", "KnownFile", "Rejected", "Report", "ShopFiles", "Terms", "read"]
