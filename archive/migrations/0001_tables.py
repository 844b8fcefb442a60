"""The tables as the models describe them; the database's own part of searching follows."""

import archive.models.authorities
import archive.models.corrections
import archive.models.fields
import archive.models.workflow
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # A database that has all of these needs nothing more.
    replaces = [
        ("archive", "0001_initial"),
        ("archive", "0003_days_and_publication"),
        ("archive", "0005_references"),
        ("archive", "0006_entries"),
        ("archive", "0007_curation"),
        ("archive", "0008_register_by_year"),
        ("archive", "0010_waiting_edits"),
        ("archive", "0011_lean_indexes"),
        ("archive", "0013_names"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.CharField(unique=True)),
                ('slug', models.SlugField(max_length=200, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text="Its place in the volume's order.")),
                ('document_number', models.CharField(blank=True, verbose_name='number in the volume')),
                ('kind', models.CharField(blank=True, choices=[('telegram', 'telegram'), ('circular telegram', 'circular telegram'), ('airgram', 'airgram'), ('circular airgram', 'circular airgram'), ('despatch', 'despatch'), ('instruction', 'instruction'), ('circular', 'circular'), ('letter', 'letter'), ('message', 'message'), ('note', 'note'), ('note verbale', 'note verbale'), ('aide-mémoire', 'aide-mémoire'), ('memorandum', 'memorandum'), ('memorandum of conversation', 'memorandum of conversation'), ('memorandum for the record', 'memorandum for the record'), ('minutes', 'minutes'), ('report', 'report'), ('paper', 'paper'), ('intelligence estimate', 'intelligence estimate'), ('policy paper', 'policy paper'), ('agreement', 'agreement'), ('statement', 'statement'), ('press release', 'press release'), ('transcript', 'transcript'), ('editorial note', 'editorial note'), ('other', 'other')], max_length=40)),
                ('heading', models.TextField(blank=True)),
                ('number', models.CharField(blank=True, help_text='Telegram, despatch … number.', verbose_name='own number')),
                ('other_numbers', models.JSONField(blank=True, default=list)),
                ('dateline', models.TextField(blank=True, verbose_name='date line')),
                ('place_printed', models.CharField(blank=True)),
                ('date_printed', models.CharField(blank=True)),
                ('date_earliest', models.DateField(blank=True, null=True)),
                ('date_latest', models.DateField(blank=True, null=True)),
                ('date_edtf', models.CharField(blank=True, verbose_name='date (EDTF)')),
                ('date_time', models.CharField(blank=True, verbose_name='time as printed')),
                ('date_certainty', models.CharField(choices=[('stated', 'stated by the source'), ('supplied', "supplied by the printed edition's editors"), ('inferred', 'inferred by an archivist')], default='stated', max_length=10)),
                ('date_reason', models.TextField(blank=True, verbose_name='reason of an inferred date')),
                ('received', models.JSONField(blank=True, help_text='The date of receipt, in the form of a date record.', null=True)),
                ('classification', models.CharField(blank=True)),
                ('distribution', models.JSONField(blank=True, default=list)),
                ('source_note', models.TextField(blank=True)),
                ('repository', models.CharField(blank=True)),
                ('collection', models.TextField(blank=True)),
                ('drafting', models.TextField(blank=True)),
                ('summary', models.TextField(blank=True)),
                ('parts', models.JSONField(blank=True, default=list, verbose_name='enclosures')),
                ('source_fingerprint', models.CharField(blank=True, editable=False)),
                ('source_version', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('withdrawn_reason', models.TextField(blank=True, editable=False)),
                ('created_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['date_earliest', 'pk'],
                'permissions': [('review_document', 'Can review documents'), ('publish_document', 'Can publish documents'), ('withdraw_document', 'Can withdraw documents')],
            },
        ),
        migrations.CreateModel(
            name='FilingEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField()),
            ],
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(unique=True)),
                ('target', models.CharField(blank=True)),
                ('reason', models.CharField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name_plural': 'old addresses',
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', archive.models.fields.OrderedTextField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Volume',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text="The volume's id, as in frus1948v05p1.", max_length=100, unique=True)),
                ('title', models.TextField()),
                ('series', models.CharField(blank=True)),
                ('number', models.CharField(blank=True)),
                ('subject', models.TextField(blank=True)),
                ('editors', models.JSONField(blank=True, default=list)),
                ('publisher', models.CharField(blank=True)),
                ('published', models.CharField(blank=True, help_text='Date of publication as printed.')),
                ('origin', models.TextField(blank=True, help_text='Where the source came from, and under which licence.')),
                ('source_sha256', models.CharField(blank=True)),
                ('synthetic', models.BooleanField(default=False, help_text='Made by make_archive; not a real publication.')),
                ('header', models.TextField(blank=True)),
                ('skeleton', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('replace', 'find and replace'), ('set', 'set a field'), ('spreadsheet', 'spreadsheet'), ('identify', 'identify correspondents')], max_length=12)),
                ('status', models.CharField(choices=[('prepared', 'being prepared'), ('done', 'done'), ('undone', 'undone')], default='prepared', max_length=10)),
                ('documents', models.JSONField(blank=True, default=list)),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('reason', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', archive.models.fields.OrderedTextField()),
                ('source_id', models.CharField()),
                ('kind', models.CharField(blank=True)),
                ('number', models.CharField(blank=True)),
                ('heading', models.TextField(blank=True)),
                ('part', models.CharField(default='body')),
                ('text', models.TextField(blank=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='archive.division')),
                ('volume', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='divisions', to='archive.volume')),
            ],
            options={
                'ordering': ['volume', 'path'],
            },
        ),
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='archive.document')),
                ('tei', models.TextField()),
                ('html', models.TextField(blank=True, editable=False)),
                ('notes_html', models.TextField(blank=True, editable=False)),
                ('renderer_version', models.CharField(blank=True, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='archive.document')),
                ('title', models.TextField(blank=True)),
                ('correspondents', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('notes', models.TextField(blank=True)),
                ('fields', models.TextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name='document',
            name='division',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='archive.division'),
        ),
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=archive.models.corrections.new_code, editable=False, unique=True)),
                ('where', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(validators=[django.core.validators.MaxLengthValidator(4000)])),
                ('sender', models.CharField(blank=True, editable=False)),
                ('status', models.CharField(choices=[('waiting', 'waiting for an answer'), ('corrected', 'corrected'), ('right', 'printed so; nothing to correct'), ('declined', 'not taken up')], default='waiting', max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='error_reports', to='archive.document')),
            ],
            options={
                'verbose_name': "reader's report",
                'verbose_name_plural': "readers' reports",
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Erratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(default=django.utils.timezone.localdate)),
                ('text', models.TextField(help_text='What was wrong, and what is right, in a sentence or two.')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='errata', to='archive.document')),
                ('user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='errata', to='archive.errorreport')),
            ],
            options={
                'verbose_name_plural': 'errata',
                'ordering': ['document', 'date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField()),
                ('normal', models.CharField()),
                ('slug', models.CharField()),
                ('class_code', models.CharField(blank=True, verbose_name='class')),
                ('country_code', models.CharField(blank=True, verbose_name='country')),
                ('second_country_code', models.CharField(blank=True, verbose_name='second country')),
                ('subject', models.CharField(blank=True)),
                ('qualifier', models.CharField(blank=True)),
                ('sort_key', archive.models.fields.OrderedTextField(db_index=True)),
            ],
            options={
                'ordering': ['sort_key'],
                'indexes': [models.Index(fields=['scheme', 'class_code', 'country_code', 'sort_key'], name='file_on_shelf'), models.Index(fields=['normal'], name='file_normal')],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'normal'), name='file_once'), models.UniqueConstraint(fields=('scheme', 'slug'), name='file_slug_once')],
            },
        ),
        migrations.CreateModel(
            name='FileNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField()),
                ('normal', models.CharField()),
                ('enclosure', models.CharField(blank=True)),
                ('date', models.DateField(blank=True, null=True, verbose_name='date of a date suffix')),
                ('sort_key', archive.models.fields.OrderedTextField(db_index=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='archive.file')),
            ],
            options={
                'ordering': ['sort_key'],
            },
        ),
        migrations.CreateModel(
            name='DocumentFileNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=1)),
                ('printed', models.CharField()),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='document_file_numbers', to='archive.document')),
                ('file_number', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='document_file_numbers', to='archive.filenumber')),
            ],
            options={
                'ordering': ['document', 'order'],
            },
        ),
        migrations.CreateModel(
            name='FilingTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField()),
                ('facet', models.CharField()),
                ('context', models.CharField(blank=True)),
                ('code', models.CharField()),
                ('name', models.CharField()),
                ('equivalent', models.CharField(blank=True)),
                ('source', models.CharField(blank=True)),
            ],
            options={
                'ordering': ['scheme', 'facet', 'context', 'code'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'facet', 'context', 'code'), name='filing_term_once')],
            },
        ),
        migrations.CreateModel(
            name='Footnote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('label', models.CharField(blank=True, verbose_name='printed number or sign')),
                ('kind', models.CharField(choices=[('footnote', 'footnote'), ('source', 'source note'), ('summary', 'summary')], default='footnote', max_length=10)),
                ('text', models.TextField(verbose_name='text (TEI)')),
                ('source_id', models.CharField(blank=True)),
                ('anchor', models.TextField(blank=True, verbose_name='words before the anchor')),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='footnotes', to='archive.document')),
            ],
            options={
                'ordering': ['document', 'order'],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField()),
                ('sha256', models.CharField(blank=True)),
                ('status', models.CharField(choices=[('previewed', 'previewed'), ('queued', 'waiting to run'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('undone', 'undone')], default='running', max_length=10)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='published', max_length=10, verbose_name='state of new documents')),
                ('dry_run', models.BooleanField(default=False)),
                ('upload', models.BinaryField(blank=True, null=True)),
                ('total', models.PositiveIntegerField(blank=True, help_text='Documents in the source, if known.', null=True)),
                ('done', models.PositiveIntegerField(default=0, help_text='Documents dealt with so far.')),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('report', models.JSONField(blank=True, default=dict)),
                ('error', models.TextField(blank=True)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('alive_at', models.DateTimeField(blank=True, help_text='Last sign of life of the run.', null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('record', models.JSONField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('bulk', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='archive.bulkchange')),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='archive.document')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='archive.importrun')),
            ],
            options={
                'ordering': ['document', '-number'],
            },
        ),
        migrations.CreateModel(
            name='LikelyDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'person'), ('office', 'office'), ('mission', 'mission'), ('place', 'place')], max_length=10)),
                ('first', models.PositiveBigIntegerField()),
                ('second', models.PositiveBigIntegerField()),
                ('likeness', models.PositiveSmallIntegerField(help_text='From 0 to 100.')),
                ('why', models.CharField()),
                ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                ('dismissed_reason', models.TextField(blank=True)),
                ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-likeness', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'person'), ('office', 'office'), ('mission', 'mission'), ('place', 'place')], max_length=10)),
                ('kept', models.PositiveBigIntegerField()),
                ('merged', models.PositiveBigIntegerField()),
                ('kept_name', models.CharField()),
                ('merged_name', models.CharField()),
                ('moved', models.JSONField(default=dict)),
                ('filled', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Mission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField()),
                ('slug', models.SlugField(allow_unicode=True, max_length=200, unique=True)),
                ('key', models.CharField(help_text='What the readers know this record by.', unique=True)),
                ('status', models.CharField(choices=[('proposed', 'proposed by a reader'), ('accepted', 'accepted by an archivist')], default='proposed', max_length=10)),
                ('note', models.TextField(blank=True, help_text='What the archive knows, and from where.')),
                ('rank', models.CharField(choices=[('embassy', 'embassy'), ('legation', 'legation'), ('consulate', 'consulate or consulate general'), ('delegation', 'delegation or permanent mission'), ('other', 'other post')], default='embassy', max_length=12)),
                ('dates', models.CharField(blank=True, help_text='When it was open, as EDTF: 1934/1941.', validators=[archive.models.authorities.validate_edtf])),
                ('merged_into', models.ForeignKey(blank=True, editable=False, help_text='The record that this one was merged into; its address and its key lead there.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='archive.mission')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField()),
                ('slug', models.SlugField(allow_unicode=True, max_length=200, unique=True)),
                ('key', models.CharField(help_text='What the readers know this record by.', unique=True)),
                ('status', models.CharField(choices=[('proposed', 'proposed by a reader'), ('accepted', 'accepted by an archivist')], default='proposed', max_length=10)),
                ('note', models.TextField(blank=True, help_text='What the archive knows, and from where.')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, help_text='The record that this one was merged into; its address and its key lead there.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='archive.office')),
                ('mission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='archive.mission')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PageBreak',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('label', models.CharField(blank=True, verbose_name='printed page number')),
                ('within', models.BooleanField(default=True)),
                ('source_id', models.CharField(blank=True)),
                ('facsimile', models.CharField(blank=True)),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='page_breaks', to='archive.document')),
            ],
            options={
                'ordering': ['document', 'order'],
            },
        ),
        migrations.CreateModel(
            name='PendingEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.JSONField()),
                ('identified', models.JSONField(blank=True, default=dict)),
                ('base_version', models.PositiveIntegerField()),
                ('token', models.CharField(default=archive.models.workflow.new_token, editable=False)),
                ('reason', models.TextField(blank=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pending_edit', to='archive.document')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField()),
                ('slug', models.SlugField(allow_unicode=True, max_length=200, unique=True)),
                ('key', models.CharField(help_text='What the readers know this record by.', unique=True)),
                ('status', models.CharField(choices=[('proposed', 'proposed by a reader'), ('accepted', 'accepted by an archivist')], default='proposed', max_length=10)),
                ('note', models.TextField(blank=True, help_text='What the archive knows, and from where.')),
                ('dates', models.CharField(blank=True, help_text='Years of birth and death, as EDTF: 1891/1986.', validators=[archive.models.authorities.validate_edtf])),
                ('identifiers', models.JSONField(blank=True, default=dict, help_text="Other catalogues' numbers of this person.", validators=[archive.models.authorities.validate_identifiers])),
                ('merged_into', models.ForeignKey(blank=True, editable=False, help_text='The record that this one was merged into; its address and its key lead there.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='archive.person')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OfficeHolding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('earliest', models.DateField(blank=True, null=True)),
                ('latest', models.DateField(blank=True, null=True)),
                ('edtf', models.CharField(blank=True, validators=[archive.models.authorities.validate_edtf], verbose_name='date (EDTF)')),
                ('source', models.CharField(blank=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='archive.office')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='archive.person')),
            ],
            options={
                'ordering': ['earliest', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True)),
                ('source', models.CharField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='archive.person')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField()),
                ('slug', models.SlugField(allow_unicode=True, max_length=200, unique=True)),
                ('key', models.CharField(help_text='What the readers know this record by.', unique=True)),
                ('status', models.CharField(choices=[('proposed', 'proposed by a reader'), ('accepted', 'accepted by an archivist')], default='proposed', max_length=10)),
                ('note', models.TextField(blank=True, help_text='What the archive knows, and from where.')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, help_text='The record that this one was merged into; its address and its key lead there.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='archive.place')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='archive.place')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='office',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='archive.place'),
        ),
        migrations.AddField(
            model_name='mission',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='archive.place'),
        ),
        migrations.AddField(
            model_name='document',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='archive.place'),
        ),
        migrations.CreateModel(
            name='Correspondent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('sender', 'sender'), ('recipient', 'recipient')], max_length=10)),
                ('order', models.PositiveIntegerField(default=1)),
                ('printed', models.TextField()),
                ('office_read', models.TextField(blank=True)),
                ('person_read', models.TextField(blank=True)),
                ('place_read', models.TextField(blank=True)),
                ('temporary_place', models.CharField(blank=True)),
                ('person_source_id', models.CharField(blank=True)),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='correspondents', to='archive.document')),
                ('office', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correspondents', to='archive.office')),
                ('person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correspondents', to='archive.person')),
                ('place', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correspondents', to='archive.place')),
            ],
            options={
                'ordering': ['document', '-role', 'order'],
            },
        ),
        migrations.CreateModel(
            name='ReferenceDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.CharField()),
                ('kind', models.CharField()),
                ('printed', models.TextField()),
                ('occurrence', models.PositiveIntegerField(default=1)),
                ('verdict', models.CharField(choices=[('confirmed', 'confirmed'), ('corrected', 'corrected'), ('rejected', 'rejected: it leads to no paper')], max_length=10)),
                ('target_source_id', models.CharField(blank=True)),
                ('target_note', models.PositiveIntegerField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['source_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SearchCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField()),
                ('value', archive.models.fields.OrderedTextField()),
                ('count', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('facet', 'value'), name='search_count_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField()),
                ('value', archive.models.fields.OrderedTextField()),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='archive.document')),
            ],
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('to_state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('comment', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='archive.document')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['document', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UnheldPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(unique=True)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('kind', models.CharField()),
                ('number', models.CharField(blank=True)),
                ('sender', models.CharField(blank=True)),
                ('recipient', models.CharField(blank=True)),
                ('day', models.DateField(blank=True, null=True)),
                ('year', models.PositiveIntegerField(blank=True, null=True)),
                ('time', models.CharField(blank=True)),
                ('where_held', models.CharField(blank=True)),
                ('not_found', models.BooleanField(default=False, help_text='The editors of a volume looked for it in vain.')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unheld_papers', to='archive.file')),
                ('file_number', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unheld_papers', to='archive.filenumber')),
            ],
            options={
                'verbose_name': 'paper not held',
                'verbose_name_plural': 'papers not held',
                'ordering': ['day', 'year', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.CharField()),
                ('term', models.CharField()),
                ('expansion', models.TextField(blank=True)),
                ('volume', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='archive.volume')),
            ],
            options={
                'ordering': ['volume', 'term'],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=1)),
                ('where', models.CharField(default='text')),
                ('start', models.PositiveIntegerField(default=0)),
                ('end', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField()),
                ('printed', models.TextField()),
                ('details', models.JSONField(blank=True, default=dict)),
                ('status', models.CharField(choices=[('unresolved', 'not yet looked for'), ('resolved', 'one match'), ('candidates', 'several candidates'), ('not held', 'known, but not held'), ('unknown', 'not understood'), ('rejected', 'rejected by an archivist')], default='unresolved', max_length=12)),
                ('candidates', models.JSONField(blank=True, default=list)),
                ('confidence', models.FloatField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('wanted', models.CharField(blank=True, editable=False)),
                ('target_page', models.CharField(blank=True)),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='references', to='archive.document')),
                ('file_number', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='archive.filenumber')),
                ('target_document', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cited_by', to='archive.document')),
                ('target_footnote', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cited_by', to='archive.footnote')),
                ('decision', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='references', to='archive.referencedecision')),
                ('unheld', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='citations', to='archive.unheldpaper')),
                ('target_volume', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cited_by', to='archive.volume')),
            ],
            options={
                'ordering': ['document', 'order'],
            },
        ),
        migrations.CreateModel(
            name='ListedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.CharField()),
                ('name', models.CharField()),
                ('description', models.TextField(blank=True)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='archive.person')),
                ('volume', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed_persons', to='archive.volume')),
            ],
            options={
                'ordering': ['volume', 'name'],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='volume',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='archive.volume'),
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='archive.document')),
                ('first_day', models.IntegerField(null=True)),
                ('last_day', models.IntegerField(null=True)),
                ('day', models.IntegerField(help_text='By which entries are ordered; unknown dates come last.')),
                ('shelf', archive.models.fields.OrderedTextField(help_text='By which entries stand in shelf order.')),
                ('facets', models.TextField()),
                ('digest', models.CharField(help_text='Of everything that the entry was made from.')),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'document'], name='search_by_day'), models.Index(fields=['shelf', 'document'], name='search_by_shelf')],
            },
        ),
        migrations.CreateModel(
            name='DocumentKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField()),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='archive.document')),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='document_key_key')],
                'constraints': [models.UniqueConstraint(fields=('document', 'key'), name='document_key_once')],
            },
        ),
        migrations.CreateModel(
            name='DocumentWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('reader', 'the reader'), ('check', 'a check')], default='reader', max_length=10)),
                ('order', models.PositiveIntegerField(default=1)),
                ('code', models.CharField()),
                ('message', models.TextField()),
                ('line', models.PositiveIntegerField(blank=True, null=True)),
                ('column', models.PositiveIntegerField(blank=True, null=True)),
                ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                ('dismissed_reason', models.TextField(blank=True)),
                ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='archive.document')),
            ],
            options={
                'verbose_name': 'doubt',
                'ordering': ['document', 'order'],
                'indexes': [models.Index(fields=['code', 'document'], name='document_warning_by_code'), models.Index(condition=models.Q(('dismissed_at', None)), fields=['code', 'id'], name='document_warning_open')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base', models.JSONField(blank=True, null=True)),
                ('base_version', models.PositiveIntegerField(blank=True, null=True)),
                ('base_token', models.CharField(blank=True)),
                ('form', models.CharField(choices=[('transcription', 'transcription'), ('notation', 'notation'), ('tei', 'TEI')], default='transcription', max_length=13)),
                ('text', models.TextField(blank=True)),
                ('name', models.CharField(blank=True)),
                ('values', models.JSONField(blank=True, default=dict)),
                ('reason', models.TextField(blank=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='archive.document')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['-updated_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'document'), name='entry_once_for_a_document')],
            },
        ),
        migrations.AddIndex(
            model_name='errorreport',
            index=models.Index(fields=['sender', 'created_at'], name='error_report_by_sender'),
        ),
        migrations.AddIndex(
            model_name='errorreport',
            index=models.Index(fields=['created_at'], name='error_report_by_time'),
        ),
        migrations.AddIndex(
            model_name='errorreport',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['id'], name='error_report_waiting'),
        ),
        migrations.AddIndex(
            model_name='filenumber',
            index=models.Index(fields=['normal'], name='file_number_normal'),
        ),
        migrations.AddConstraint(
            model_name='filenumber',
            constraint=models.UniqueConstraint(fields=('scheme', 'normal'), name='file_number_once'),
        ),
        migrations.AddConstraint(
            model_name='documentfilenumber',
            constraint=models.UniqueConstraint(fields=('document', 'order'), name='document_file_number_once'),
        ),
        migrations.AddConstraint(
            model_name='footnote',
            constraint=models.UniqueConstraint(fields=('document', 'order'), name='footnote_order_once'),
        ),
        migrations.AddIndex(
            model_name='importrun',
            index=models.Index(fields=['status', 'id'], name='import_run_by_status'),
        ),
        migrations.AddIndex(
            model_name='documentversion',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user'], name='version_user'),
        ),
        migrations.AddIndex(
            model_name='documentversion',
            index=models.Index(condition=models.Q(('run__isnull', False)), fields=['run'], name='version_run'),
        ),
        migrations.AddIndex(
            model_name='documentversion',
            index=models.Index(condition=models.Q(('bulk__isnull', False)), fields=['bulk'], name='version_bulk'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.UniqueConstraint(fields=('document', 'number'), name='version_number_once'),
        ),
        migrations.AddIndex(
            model_name='likelyduplicate',
            index=models.Index(condition=models.Q(('dismissed_at', None)), fields=['-likeness', 'id'], name='likely_duplicate_open'),
        ),
        migrations.AddConstraint(
            model_name='likelyduplicate',
            constraint=models.UniqueConstraint(fields=('kind', 'first', 'second'), name='likely_duplicate_once'),
        ),
        migrations.AddConstraint(
            model_name='likelyduplicate',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='likely_duplicate_in_order'),
        ),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(fields=['kind', 'kept'], name='merge_by_kept'),
        ),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(fields=['kind', 'merged'], name='merge_by_merged'),
        ),
        migrations.AddIndex(
            model_name='pagebreak',
            index=models.Index(fields=['label'], name='page_break_label'),
        ),
        migrations.AddConstraint(
            model_name='pagebreak',
            constraint=models.UniqueConstraint(fields=('document', 'order'), name='page_break_order_once'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['name'], name='person_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('merged_into', None), ('status', 'proposed')), fields=['name'], name='person_proposed'),
        ),
        migrations.AddConstraint(
            model_name='officeholding',
            constraint=models.CheckConstraint(condition=models.Q(('earliest__isnull', True), ('latest__isnull', True), ('earliest__lte', models.F('latest')), _connector='OR'), name='holding_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='personname',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='person_name_once'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['name'], name='place_name'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(condition=models.Q(('merged_into', None), ('status', 'proposed')), fields=['name'], name='place_proposed'),
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(fields=['name'], name='office_name'),
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(condition=models.Q(('merged_into', None), ('status', 'proposed')), fields=['name'], name='office_proposed'),
        ),
        migrations.AddIndex(
            model_name='mission',
            index=models.Index(fields=['name'], name='mission_name'),
        ),
        migrations.AddIndex(
            model_name='correspondent',
            index=models.Index(condition=models.Q(('office__isnull', False)), fields=['office'], name='correspondent_office'),
        ),
        migrations.AddIndex(
            model_name='correspondent',
            index=models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='correspondent_person'),
        ),
        migrations.AddIndex(
            model_name='correspondent',
            index=models.Index(condition=models.Q(('place__isnull', False)), fields=['place'], name='correspondent_place'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.UniqueConstraint(fields=('document', 'role', 'order'), name='correspondent_order_once'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['sender', 'recipient'])), name='correspondent_role_known'),
        ),
        migrations.AddConstraint(
            model_name='referencedecision',
            constraint=models.UniqueConstraint(fields=('source_id', 'kind', 'printed', 'occurrence'), name='reference_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='searchfacet',
            constraint=models.UniqueConstraint(fields=('facet', 'value', 'document'), name='search_facet_once'),
        ),
        migrations.AddConstraint(
            model_name='searchfacet',
            constraint=models.UniqueConstraint(fields=('document', 'facet', 'value'), name='search_facet_of_document'),
        ),
        migrations.AddIndex(
            model_name='unheldpaper',
            index=models.Index(fields=['day', 'id'], name='unheld_paper_by_day'),
        ),
        migrations.AddIndex(
            model_name='unheldpaper',
            index=models.Index(fields=['file', 'day'], name='unheld_paper_by_file'),
        ),
        migrations.AddIndex(
            model_name='unheldpaper',
            index=models.Index(fields=['year'], name='unheld_paper_by_year'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('volume', 'source_id'), name='term_once'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(fields=['status', 'kind'], name='reference_by_status'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(fields=['wanted'], name='reference_wanted'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(condition=models.Q(('file_number__isnull', False)), fields=['file_number'], name='reference_file_number'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(condition=models.Q(('target_document__isnull', False)), fields=['target_document'], name='reference_target_document'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(condition=models.Q(('target_footnote__isnull', False)), fields=['target_footnote'], name='reference_target_footnote'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(condition=models.Q(('target_volume__isnull', False)), fields=['target_volume'], name='reference_target_volume'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(condition=models.Q(('unheld__isnull', False)), fields=['unheld'], name='reference_unheld'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(condition=models.Q(('decision__isnull', False)), fields=['decision'], name='reference_decision'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(fields=('document', 'where', 'start', 'end', 'kind'), name='reference_once'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(('start__lte', models.F('end'))), name='reference_span'),
        ),
        migrations.AddConstraint(
            model_name='listedperson',
            constraint=models.UniqueConstraint(fields=('volume', 'source_id'), name='listed_person_once'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['state', 'date_earliest', 'id'], name='document_by_date'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['state', 'kind', 'date_earliest'], name='document_by_kind'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['state', 'date_earliest', 'date_latest'], name='document_by_days'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['state', 'published_at', 'id'], name='document_by_publication'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['volume', 'position'], name='document_in_volume'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['number'], name='document_own_number'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('created_by__isnull', False)), fields=['created_by'], name='document_created_by'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'review', 'published', 'withdrawn'])), name='document_state_known'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('date_earliest__isnull', True), ('date_latest__isnull', True), ('date_earliest__lte', models.F('date_latest')), _connector='OR'), name='document_date_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('date_certainty', 'inferred'), _negated=True), models.Q(('date_reason', ''), _negated=True), _connector='OR'), name='document_inferred_date_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='division',
            constraint=models.UniqueConstraint(fields=('volume', 'path'), name='division_path_once'),
        ),
        migrations.AddConstraint(
            model_name='division',
            constraint=models.UniqueConstraint(fields=('volume', 'source_id'), name='division_source_id_once'),
        ),
    ]
