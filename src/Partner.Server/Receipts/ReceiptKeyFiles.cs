using System.Security.Cryptography;
using Partner.Core.Receipts;

namespace Partner.Server.Receipts;

/// <summary>
/// The keys of receipts, out of their files. They are read again when the files change, so that a new key needs no
/// restart; what cannot be read then leaves the keys as they are.
/// </summary>
public sealed partial class ReceiptKeyFiles
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ReceiptOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ReceiptKeyFiles> _logger;
    private readonly Lock _reload = new();
    private ReceiptKeys _current;
    private string[] _contents;
    private long _lookedAt;

    /// <summary>Reads the files.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="logger">Told about keys that were read again.</param>
    /// <exception cref="IOException">A file is absent or cannot be read.</exception>
    /// <exception cref="CryptographicException">A file holds no key of P-256, or not the half wanted.</exception>
    public ReceiptKeyFiles(ReceiptOptions options, TimeProvider time, ILogger<ReceiptKeyFiles> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _contents = Contents();
        _lookedAt = time.GetTimestamp();
        _current = Read(_contents);
    }

    /// <summary>The keys for the next receipt.</summary>
    public ReceiptKeys Current()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookAgainAfter)
        {
            ReadAgainIfChanged();
        }

        return Volatile.Read(ref _current);
    }

    private void ReadAgainIfChanged()
    {
        // One looks; the others go on with what is there.
        if (!_reload.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            var contents = Contents();
            if (!contents.SequenceEqual(_contents, StringComparer.Ordinal))
            {
                var keys = Read(contents);
                Volatile.Write(ref _current, keys);
                _contents = contents;
                LogRead(keys.OwnId ?? "none");
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever keeps a file from being read or used, the receipt that looked must not pay for it.
            LogKept(exception);
        }
        finally
        {
            _reload.Exit();
        }
    }

    private string[] Contents() =>
        [_options.KeyFile is { } own ? File.ReadAllText(own) : "", .. _options.FormerKeyFiles.Select(File.ReadAllText)];

    private ReceiptKeys Read(string[] contents)
    {
        try
        {
            return ReceiptKeys.Read(_options.KeyFile is null ? null : contents[0], contents[1..]);
        }
        catch (CryptographicException fault)
        {
            var files = string.Join(", ", _options.FormerKeyFiles.Prepend(_options.KeyFile).OfType<string>());
            throw new CryptographicException($"The keys of receipts cannot be used ({files}): {fault.Message}", fault);
        }
    }

    [LoggerMessage(241, LogLevel.Information, "Read the keys of receipts again: {KeyId} signs now")]
    private partial void LogRead(string keyId);

    [LoggerMessage(
        242, LogLevel.Error, "The keys of receipts changed and cannot be used; those read before stay in use")]
    private partial void LogKept(Exception exception);
}
