using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Partner.Core.Actions;

/// <summary>
/// The hash of an action: SHA-256 over its canonical bytes. They are the version of the form and then each value in the
/// order of <see cref="RecordedAction"/>, the hash itself left out: a number as 8 bytes, the highest first; a text in
/// UTF-8 behind the count of its bytes in 4, and where it is missing, the count −1 alone. So no two actions have the
/// same bytes. The time is in ticks (100 ns since 0001-01-01, UTC).
/// </summary>
public static class ActionHash
{
    private const string FormVersion = "1";

    /// <summary>The hash of an action as it is.</summary>
    /// <param name="action">The action; its own hash is not looked at.</param>
    /// <returns>"1:" and 64 hex digits.</returns>
    public static string Of(RecordedAction action) =>
        $"{FormVersion}:{Convert.ToHexStringLower(SHA256.HashData(BytesOf(action)))}";

    /// <summary>The canonical bytes.</summary>
    /// <param name="action">The action; its own hash is not looked at.</param>
    public static byte[] BytesOf(RecordedAction action)
    {
        using var bytes = new MemoryStream();
        Add(bytes, FormVersion);
        Add(bytes, action.Chain.Value);
        Add(bytes, action.Number);
        Add(bytes, action.At.UtcTicks);
        Add(bytes, (long)action.Actor.Kind);
        Add(bytes, action.Actor.Name);
        Add(bytes, action.Name);
        Add(bytes, action.Subject);
        Add(bytes, action.Before);
        Add(bytes, action.After);
        Add(bytes, action.Why);
        Add(bytes, action.PreviousHash);
        return bytes.ToArray();
    }

    private static void Add(MemoryStream bytes, long number)
    {
        Span<byte> eight = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        bytes.Write(eight);
    }

    private static void Add(MemoryStream bytes, string? text)
    {
        var utf8 = text is null ? null : Encoding.UTF8.GetBytes(text);
        Span<byte> four = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(four, utf8?.Length ?? -1);
        bytes.Write(four);
        bytes.Write(utf8);
    }
}
