using System.Security.Cryptography;

namespace Partner.Server.Errors;

/// <summary>Numbers that tie an answer to a line in the log.</summary>
internal static class IncidentId
{
    /// <summary>
    /// A new one: 10 characters without the letters and digits that are mistaken for others on the phone.
    /// </summary>
    internal static string New() => RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTUVWXYZ23456789", 10);
}
