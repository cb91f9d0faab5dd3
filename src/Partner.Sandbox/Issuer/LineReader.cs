using Microsoft.Win32.SafeHandles;

namespace Partner.Sandbox.Issuer;

/// <summary>Reads the complete lines of a file, however long the file is.</summary>
internal static class LineReader
{
    private const int LineLimit = 64 * 1024;

    /// <summary>Takes one line without its line feed.</summary>
    public delegate void OnLine(ReadOnlySpan<byte> line);

    /// <summary>Reads from the beginning to the last line feed.</summary>
    /// <returns>The offset behind the last line feed.</returns>
    /// <exception cref="InvalidDataException">A line is longer than any record, or the receiver refused it.</exception>
    public static long Read(SafeFileHandle file, OnLine onLine)
    {
        var buffer = new byte[2 * LineLimit];
        long start = 0;
        long number = 0;
        var kept = 0;
        while (true)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(kept), start + kept);
            var filled = kept + read;
            var taken = TakeLines(buffer.AsSpan(0, filled), onLine, ref number);
            start += taken;
            kept = filled - taken;
            if (read == 0)
            {
                return start;
            }

            if (kept > LineLimit)
            {
                throw new InvalidDataException($"line {number + 1} is longer than {LineLimit} bytes");
            }

            buffer.AsSpan(taken, kept).CopyTo(buffer);
        }
    }

    private static int TakeLines(ReadOnlySpan<byte> bytes, OnLine onLine, ref long number)
    {
        var taken = 0;
        while (bytes[taken..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            number++;
            try
            {
                onLine(bytes.Slice(taken, length));
            }
            catch (InvalidDataException damage)
            {
                throw new InvalidDataException($"line {number}: {damage.Message}", damage);
            }

            taken += length + 1;
        }

        return taken;
    }
}
