"""How long a project of the queue has been waiting."""

from django import template

from registry.workflow import queue

register = template.Library()
register.filter("days_waiting", queue.days_waiting)
register.filter("is_late", queue.is_late)
register.filter("lateness", queue.lateness)
