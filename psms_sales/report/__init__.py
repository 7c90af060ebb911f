from . import psms_customer_report
