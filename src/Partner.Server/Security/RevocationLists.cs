using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>What is done with a client whose authority has no list that is up to date.</summary>
public enum RevocationFailure
{
    /// <summary>It gets in, unless a list that is out of date revokes it.</summary>
    Soft,

    /// <summary>It does not get in.</summary>
    Hard,
}

/// <summary>The revocation lists of the partner authorities, out of files: all of them, or none.</summary>
internal sealed class RevocationLists
{
    private const long LargestFile = 64 * 1024 * 1024;
    private const string Label = "X509 CRL";

    private readonly IReadOnlyList<RevocationList> _lists;
    private readonly RevocationFailure _failure;

    private RevocationLists(IReadOnlyList<RevocationList> lists, RevocationFailure failure) =>
        (_lists, _failure) = (lists, failure);

    /// <summary>When clients are judged anew at the latest (UTC): a list that is needed is out of date.</summary>
    internal DateTimeOffset Until => _failure == RevocationFailure.Soft
        ? DateTimeOffset.MaxValue
        : _lists.Min(list => list.NextUpdate) ?? DateTimeOffset.MaxValue;

    /// <summary>Reads lists.</summary>
    /// <param name="paths">The files, PEM or DER; none where no list is used.</param>
    /// <param name="failure">What is done without one that is up to date.</param>
    /// <param name="authorities">The partner authorities.</param>
    /// <param name="former">Those in use until now: none is replaced by an older one. Null for none.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A list cannot be used.</exception>
    internal static RevocationLists Read(
        IReadOnlyList<string> paths, RevocationFailure failure, X509Certificate2Collection authorities,
        RevocationLists? former)
    {
        var lists = new List<RevocationList>();
        foreach (var path in paths)
        {
            try
            {
                lists.AddRange(Encoded(path).Select(one => RevocationList.Read(one, authorities)));
            }
            catch (CryptographicException fault)
            {
                throw new CryptographicException($"The revocation list {path} cannot be used: {fault.Message}.", fault);
            }
        }

        foreach (var old in former?._lists ?? [])
        {
            if (lists.Any(list => IsOf(list, old.Issuer) && list.ListNumber < old.ListNumber))
            {
                throw new CryptographicException(
                    $"A revocation list has a number below {old.ListNumber}, which is in use.");
            }
        }

        return new RevocationLists(lists, failure);
    }

    /// <summary>Why a client does not get in; null when it does.</summary>
    /// <param name="chain">Its certificate and those between it and its authority.</param>
    /// <param name="now">The present time.</param>
    internal string? Problem(IEnumerable<X509Certificate2> chain, DateTimeOffset now)
    {
        if (_lists.Count == 0)
        {
            return null;
        }

        foreach (var one in chain)
        {
            var own = _lists.Where(list => IsOf(list, one.IssuerName.RawData)).ToList();
            if (own.Exists(list => list.Revokes(one)))
            {
                return "a revocation list of its authority revokes it; have a new one issued";
            }

            if (_failure == RevocationFailure.Hard && !own.Exists(list => !(list.NextUpdate <= now)))
            {
                return "its authority has no revocation list that is up to date; the operator has to bring one";
            }
        }

        return null;
    }

    private static bool IsOf(RevocationList list, byte[] issuer) => list.Issuer.AsSpan().SequenceEqual(issuer);

    private static List<byte[]> Encoded(string path)
    {
        if (new FileInfo(path).Length > LargestFile)
        {
            throw new CryptographicException("it is too large");
        }

        var bytes = File.ReadAllBytes(path);
        const byte sequence = 0x30;
        if (bytes is [sequence, ..])
        {
            return [bytes];
        }

        var found = new List<byte[]>();
        var text = File.ReadAllText(path).AsSpan();
        while (!text.IsWhiteSpace())
        {
            // Whatever is no whole block means that the file was cut off or is another one.
            if (!PemEncoding.TryFind(text, out var fields) || !text[fields.Label].SequenceEqual(Label)
                || !text[..fields.Location.Start].IsWhiteSpace())
            {
                throw new CryptographicException("it is no whole list in PEM or DER");
            }

            found.Add(Convert.FromBase64String(text[fields.Base64Data].ToString()));
            text = text[fields.Location.End..];
        }

        return found.Count > 0 ? found : throw new CryptographicException("it is empty");
    }
}
