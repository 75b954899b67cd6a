"""What a person's authenticator shows."""

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice


def code_of(device, steps=0):
    """Now, or so many steps of half a minute from now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time += steps * device.step
    return f"{totp.token():06}"


def forgive():
    """A wrong code makes the device wait; as if it had."""
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
