using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

[module: SkipLocalsInit]

namespace SQLitePCL;

/// <summary>Reads text that SQLite owns.</summary>
internal static unsafe class Utf8
{
    /// <summary>
    /// A pointer to no bytes that is not null: SQLite takes a null pointer for NULL, not for an empty value.
    /// </summary>
    public static byte* Empty => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("\0"u8));

    /// <summary>A copy of the text up to its NUL; null for a null pointer.</summary>
    public static string? Decode(byte* text) =>
        text == null ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>A copy of so many bytes, NULs among them included; null for a null pointer.</summary>
    public static string? Decode(byte* text, int length) =>
        text == null ? null : Encoding.UTF8.GetString(text, length);
}

/// <summary>
/// A string as UTF-8 for the time of one call: in the caller's stack space where it fits, else in a pooled array.
/// </summary>
internal ref struct EncodedText
{
    /// <summary>The stack space a caller gives; enough for any text of 169 characters.</summary>
    public const int StackBytes = 512;

    private readonly ReadOnlySpan<byte> _bytes;
    private byte[]? _rented;

    /// <summary>Encodes the text into <paramref name="scratch"/> or, where that may be too small, elsewhere.</summary>
    public EncodedText(string text, Span<byte> scratch)
    {
        // Counting exactly costs a pass over the text, which is only worth it against a large array.
        var most = text.Length <= 4096 ? Encoding.UTF8.GetMaxByteCount(text.Length) : Encoding.UTF8.GetByteCount(text);
        if (most > scratch.Length)
        {
            _rented = ArrayPool<byte>.Shared.Rent(most);
            scratch = _rented;
        }

        _bytes = scratch[..Encoding.UTF8.GetBytes(text, scratch)];
    }

    /// <summary>The encoded text, without a NUL at its end. Valid until <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Gives a pooled array back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
