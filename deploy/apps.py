from django.apps import AppConfig


class DeployConfig(AppConfig):
    name = "deploy"
    verbose_name = "运行"

    def ready(self):
        from deploy import checks  # noqa: F401  (registers the system checks)
