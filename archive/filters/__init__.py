"""What narrows a search for papers, as one filter set (django-filter), and the usual order of papers.

Views and later interfaces use them the same way.
"""

from archive.filters.former import parameters_of_search
from archive.filters.ordering import by_date
from archive.filters.search import PREFIX, SearchFilter

__all__ = ["PREFIX", "SearchFilter", "by_date", "parameters_of_search"]
