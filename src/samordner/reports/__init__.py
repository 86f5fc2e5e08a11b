"""The offices' half-yearly reports and the national yearly one."""
