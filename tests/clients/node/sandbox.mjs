// Cards of the sandbox, as the table in protos/README.md lists them.
