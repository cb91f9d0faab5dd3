using System.Globalization;
using Partner.Sandbox.Verbs;

// SqlClient needs the platform's globalization data; nothing we write may follow the machine's locale all the same.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

return await SandboxVerbs.RunAsync(args);
